#!/usr/bin/env node
// The `newsloom` command: finds a Node that can run the program and hands over to it.
// Plain JavaScript, because the machine's own Node may be too old to read TypeScript.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { heapEnvironment, heapFlags } from './heap.mjs'

// Process 1 of a container ignores a signal that it does not listen for. The program replaces these with its own.
for (const [signal, code] of [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
])
  process.on(signal, () => process.exit(process.argv[2] === 'worker' || process.argv[2] === 'up' ? 0 : code))

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const compiled = join(root, 'dist', 'src', 'cli', 'main.js')
// A checkout runs its sources; an installed package has only the compiled ones (Node strips no types there).
const entry = existsSync(join(here, 'main.ts')) ? join(here, 'main.ts') : compiled
const [major, minor] = process.versions.node.split('.').map(Number)
const able = major > 22 || (major === 22 && minor >= 18)

const flags = heapFlags(
  process.argv[2],
  process.argv.slice(3).filter((word) => !word.startsWith('-')),
)
// DNS look-ups share libuv's threads; four are too few for a hundred fetches at once. The bundled Node inherits it.
process.env.UV_THREADPOOL_SIZE ??= '32'

// Compiled code is cached on the disk, for threads as well.
// In a folder of the user: a person who can write to it decides what this program runs, and everybody can write to the temporary folder.
const cacheFolder = join(homedir(), '.cache', 'newsloom', 'compiled')
const cache = able
  ? nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE ?? cacheFolder)?.directory
  : undefined
if (cache) process.env.NODE_COMPILE_CACHE ??= cache

if (able && !flags.length) {
  await import(pathToFileURL(entry).href)
} else {
  const node = able ? process.execPath : bundledNode()
  if (!node) {
    console.error(
      `newsloom: Node ${process.versions.node} is too old to run Newsloom itself, and the bundled Node 24 is not installed: run "npm ci" in ${root} (or install Node 22.18 or newer).`,
    )
    process.exit(1)
  }
  const args = [...process.execArgv, ...flags, entry, ...process.argv.slice(2)]
  for (const [name, value] of Object.entries(heapEnvironment(process.argv[2]))) process.env[name] ??= value
  // Replaces this process where the system can do so: signals then reach the program directly.
  if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...args], process.env)
  // The channel carries nothing: the program sees by it that it has a launcher, with which it ends (interruption.ts).
  const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // Added before the others go: a signal that comes while nothing listens is lost.
    const others = process.listeners(signal)
    process.on(signal, () => child.kill(signal))
    for (const other of others) process.removeListener(signal, other)
  }
  child.on('error', (error) => {
    console.error(`newsloom: could not start ${node}: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal)
      process.kill(process.pid, signal)
    } else process.exit(code ?? 1)
  })
}

/** The Node 24 that the optional dependency `node` brought, or undefined. */
function bundledNode() {
  try {
    const manifest = nodeModule.createRequire(join(root, 'package.json')).resolve('node/package.json')
    const file = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(file) ? file : undefined
  } catch {
    return undefined
  }
}
