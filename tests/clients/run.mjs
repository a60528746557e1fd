// SPDX-License-Identifier: Apache-2.0
// Runs everything in this folder and prints which call of which client was answered how. scripts/setup all installs the clients.

import './resolve.mjs';

for (const file of ['flexprice', 'lago', 'seatsio', 'openapi', 'page']) await import(`./${file}.mjs`);
