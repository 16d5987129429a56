// Runs a Python program by the CPython that the package pyodide carries, WebAssembly on node: no network is needed.
// node python.mjs PROGRAM FOLDER...: the folders are where packages are found; each is seen under /1, /2, ...
import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const [program, ...folders] = process.argv.slice(2);
const python = await loadPyodide();
const places = folders.map((folder, index) => {
  python.FS.mkdirTree(`/${index + 1}`);
  python.mountNodeFS(`/${index + 1}`, folder);
  return `/${index + 1}`;
});
python.globals.set("PLACES", python.toPy(places));
python.runPython("import sys, warnings; sys.path[:0] = PLACES; sys.dont_write_bytecode = True; warnings.simplefilter('error')");
try {
  await python.runPythonAsync(readFileSync(program, "utf8"));
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}
