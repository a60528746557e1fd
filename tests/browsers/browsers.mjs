// SPDX-License-Identifier: Apache-2.0
// The browsers of the tests, started alike. One that is not there is not there: the tests say so.

import { existsSync } from 'node:fs';

const NAMES = {
  chromium: { path: '/usr/bin/chromium', start: startChromium },
  firefox: { path: '/usr/bin/firefox-esr', start: startFirefox },
};
export const BROWSERS = Object.keys(NAMES);

/**
 * Starts a browser: { name, version, on, close }, or { name, missing } with the reason.
 * `on(url, work)` opens a page for some work: with `evaluate`, and `problems`, what went wrong in it.
 */
export async function startBrowser(name) {
  const { path, start } = NAMES[name];
  if (!existsSync(path)) return { name, missing: `${path} is not installed` };
  try {
    const browser = await start(path);
    const version = (await browser.version()).replace(/^.*\//, '');
    return { name, version, on: (url, work) => on(browser, url, work), close: () => browser.close() };
  } catch (error) {
    return { name, missing: `it does not start: ${String(error.message).split('\n')[0]}` };
  }
}

// Without its sandbox, which wants more rights than a container has. The pages are our own.
async function startChromium(executablePath) {
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

async function startFirefox(executablePath) {
  const { default: puppeteer } = await import('puppeteer-core');
  return puppeteer.launch({ browser: 'firefox', executablePath });
}

async function on(browser, url, work) {
  const page = await browser.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(error.message));
  page.on('console', (message) => {
    // Browsers ask for an icon that no example has.
    const isIcon = message.location()?.url?.endsWith('/favicon.ico');
    if (message.type() === 'error' && !isIcon) page.problems.push(message.text());
  });
  try {
    await page.goto(url);
    return await work(page);
  } catch (error) {
    if (page.problems.length > 0) console.log(`${url}: ${page.problems.join('; ')}`);
    throw error;
  } finally {
    await page.close();
  }
}
