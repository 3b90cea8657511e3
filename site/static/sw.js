// Offline: pages and what they load are kept when the site is first visited, Python when it is first used. Whoever is
// online gets what is on the server: nothing old is served. build.py says above which version and which files.
const { version, files, path } = self.SITE; // the line that build.py puts before this file
const VERSION = `one-neuron-${version}`, PYTHON = "one-neuron-python";

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(VERSION);
  await cache.addAll(files.map((file) => new Request(file, { cache: "no-cache" })));
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("one-neuron-") && ![VERSION, PYTHON].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  const python = await caches.open(PYTHON), past = (await python.keys()).filter(({ url }) => !path || !url.includes(path));
  await Promise.all(past.map((request) => python.delete(request)));
  await self.clients.claim();
})()));

/** Its path has the hash of its content, so what was kept is right for ever. */
async function keptFirst(event) {
  const { request } = event;
  const cache = await caches.open(PYTHON), kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) event.waitUntil(cache.put(request, answer.clone())); // meanwhile the page reads on
  return answer;
}

async function freshFirst(request) {
  try {
    return await fetch(request, { cache: "no-cache" });
  } catch (error) {
    const cache = await caches.open(VERSION), index = new URL("index.html", self.registration.scope);
    const kept = await cache.match(request.url === self.registration.scope ? index : request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { url, method } = event.request, { scope } = self.registration;
  if (method !== "GET" || !url.startsWith(scope) || url.startsWith(`${scope}lite/`)) return;
  event.respondWith(path && url.startsWith(scope + path) ? keptFirst(event) : freshFirst(event.request));
});
