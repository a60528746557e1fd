// SPDX-License-Identifier: Apache-2.0

// On the server the package finds its WebAssembly beside itself, so it stays where it is.
export default { serverExternalPackages: ['tallyfold'] };
