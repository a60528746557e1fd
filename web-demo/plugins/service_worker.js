// SPDX-License-Identifier: Apache-2.0
// Keeps the page's own files, so that it opens without a network. Events never come here: only files
// of the list are kept or answered. The build writes version and list.

const VERSION = 'VERSION';
const FILES = ['FILES'];
const NAME = `tallyfold-${VERSION}`;
const addresses = new Set(FILES.map((file) => new URL(file, self.registration.scope).href));

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll([...addresses])).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const outdated = (name) => name.startsWith('tallyfold-') && name !== NAME;
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter(outdated).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  url.search = '';
  url.hash = '';
  // The page is asked of the network first, so that a new version is seen at the next visit.
  if (request.mode === 'navigate') return event.respondWith(page(request));
  if (addresses.has(url.href)) event.respondWith(kept(url.href, request));
});

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(new URL('./', self.registration.scope).href)) ?? Response.error();
  }
}

async function kept(address, request) {
  return (await caches.match(address)) ?? fetch(request);
}
