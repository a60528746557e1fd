#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// `tallyfold serve` by its own name, for where the package tallyfold does not find this one.

import process from 'node:process';

import { run } from './program.js';

process.exitCode = await run(process.argv.slice(2));
