// Runs a test program that was compiled to WebAssembly.
// Such a program has no terminal and no arguments: it runs every test it holds and returns, or traps at the first
// failure, and then the stack names the test. It can be given nothing but memory, which proves that it needs nothing.
import { readFile } from "node:fs/promises";

Error.stackTraceLimit = 50;
const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2]), {});
const status = instance.exports.main(0, 0);
if (status !== 0) throw new Error(`the tests ended with ${status}`);
