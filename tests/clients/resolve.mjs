// SPDX-License-Identifier: Apache-2.0
// Lets a program of this repository import the package by its own name, and the clients that are
// installed in this folder, wherever the program stands: node --import ./tests/clients/resolve.mjs

import { register } from 'node:module';

const ROOT = new URL('../../package.json', import.meta.url).href;
const HERE = new URL('package.json', import.meta.url).href;
const hooks = `
export async function resolve(specifier, context, next) {
  if (/^tallyfold(\\/|$)/.test(specifier)) return next(specifier, { ...context, parentURL: ${JSON.stringify(ROOT)} });
  try {
    return await next(specifier, context);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || /^[./]|^\\w+:/.test(specifier)) throw error;
    return next(specifier, { ...context, parentURL: ${JSON.stringify(HERE)} });
  }
}`;

register(`data:text/javascript,${encodeURIComponent(hooks)}`);
