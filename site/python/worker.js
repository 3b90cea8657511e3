// Python in a worker: the page asks {id, call, args}, and is answered {id, answer, moved} or {id, failed}.
// In between, {progress} says how far loading is, in bytes as they are sent, and {busy} that a picture's library comes.
import { loadPyodide } from "./pyodide.mjs";

const here = (name) => new URL(name, import.meta.url).href;
const SITE = "/lib/python3.14/site-packages";
const AT_ONCE = ["pyodide.asm.wasm", "python_stdlib.zip", "libraries.zip", "course.zip"];

/** Count what is fetched: fetch(...) as it was, and told(loaded, total) at every piece. */
function counted(sizes, told) {
  const plain = self.fetch.bind(self), total = AT_ONCE.reduce((sum, name) => sum + sizes[name][1], 0);
  let loaded = 0;
  const count = (body, share) => body.pipeTo(new WritableStream({
    write(piece) { told(loaded += piece.length * share, total); },
  })).catch(() => null); // whoever reads the file itself says what is wrong
  return async (request, options) => {
    const response = await plain(request, options), name = response.url.split("/").at(-1);
    if (response.ok && AT_ONCE.includes(name)) count(response.clone().body, sizes[name][1] / sizes[name][0]);
    return response;
  };
}

async function archive(name) {
  const response = await fetch(here(name));
  if (!response.ok) throw new Error(`${name} can't be loaded (${response.status})`);
  return response.arrayBuffer();
}

/** A file at once, while Python waits for it: in a worker that is allowed. */
function now(name) {
  const request = new XMLHttpRequest();
  request.open("GET", here(name), false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${name} can't be loaded (${request.status})`);
  return request.response;
}

async function start() {
  const sizes = await (await fetch(here("sizes.json"))).json();
  self.fetch = counted(sizes, (loaded, total) => postMessage({ progress: { loaded, total } }));
  const archives = ["libraries.zip", "course.zip"].map(archive);
  const python = await loadPyodide({ indexURL: here("./"), env: { MPLBACKEND: "agg", HOME: "/home/pyodide" } });
  python.setStdin({ stdin: () => null }); // input() ends with an EOFError: nobody can type
  const unpack = (data) => python.unpackArchive(data, "zip", { extractDir: SITE });
  for (const data of await Promise.all(archives)) unpack(data);
  const page = python.pyimport("page");
  const pictures = () => {
    postMessage({ busy: sizes["pictures.zip"][1] });
    unpack(now("pictures.zip"));
    postMessage({ busy: 0 });
  };
  page.later(["matplotlib", "PIL"], pictures);
  return page;
}

const ready = start();
ready.catch((error) => postMessage({ broken: String(error) }));

self.addEventListener("message", async ({ data: { id, call, args } }) => {
  const page = await ready.catch(() => null);
  if (!page) return;
  postMessage({ id, begun: true });
  try {
    postMessage({ id, ...JSON.parse(page.call(call, JSON.stringify(args))) });
  } catch (error) { // of Python's own machinery: what a cell raises is an answer
    postMessage({ id, failed: String(error) });
  }
});
