// node compile.mjs PYODIDE FOLDER: every .py below the folder becomes a .pyc, by the Pyodide that will read it.
import { readFileSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

const [, , core, folder] = argv;
const { loadPyodide } = await import(pathToFileURL(core));
const pyodide = await loadPyodide();
pyodide.FS.mkdir("/in");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, "/in");
pyodide.globals.set("folder", "/in");
pyodide.runPython(readFileSync(new URL("compile_all.py", import.meta.url), "utf-8"));
