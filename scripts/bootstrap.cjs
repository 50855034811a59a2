#!/usr/bin/env node
/**
 * The door of every npm script: `node scripts/bootstrap.cjs <script> [arguments…]` runs scripts/<script>.ts.
 *
 * A fresh clone has no node_modules, so this file is plain JavaScript and uses nothing but Node. It installs the locked
 * packages when the lock file changed, compiles `db/*` when a source changed, and then hands over under ts-node (swc).
 * Nothing is done twice: both are remembered by content.
 */
'use strict'
const { createHash } = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')
const { spawnSync } = require('node:child_process')

const root = path.resolve(__dirname, '..')
const modules = path.join(root, 'node_modules')
const WORKSPACES = ['db/lexer', 'db/embedded', 'db/changes', 'db/sql', 'scripts/wercker']

/** One sentence what, one what to do next; exit code 3: this machine lacks something. */
function giveUp(what, next) {
  process.stderr.write(`\n ✖ ${what}\n   ${next}\n`)
  process.exit(3)
}

function checkMachine() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    giveUp(`Node ${process.versions.node} is too old: this project needs 20.19 or later.`, 'Install a current Node from https://nodejs.org, then repeat the command.')
  if (process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime)
    giveUp('This Linux uses musl (Alpine?), for which no PostgreSQL binaries exist on npm.', 'Use a glibc distribution (Debian, Ubuntu, Fedora …), for example the image node:24-slim.')
  if (process.platform === 'win32' && process.arch === 'arm64')
    giveUp('No PostgreSQL binaries exist on npm for Windows on ARM.', 'Install the x64 build of Node: Windows emulates it.')
}

const hashOf = (parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')
const readText = (file) => {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** One command at a time may install or compile; a dead holder's lock is taken over. */
function withLock(work) {
  const lock = path.join(root, '.run', 'bootstrap.lock')
  fs.mkdirSync(path.dirname(lock), { recursive: true })
  for (let waited = 0; ; waited++) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const holder = Number(readText(lock))
      let alive = false
      try {
        alive = holder > 0 && process.kill(holder, 0)
      } catch (gone) {
        alive = gone.code === 'EPERM'
      }
      if (!alive) fs.rmSync(lock, { force: true })
      else {
        if (waited === 0) process.stderr.write(`   waiting for process ${holder}, which is preparing this checkout\n`)
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
      }
    }
  }
  try {
    return work()
  } finally {
    fs.rmSync(lock, { force: true })
  }
}

const installMarker = path.join(modules, '.bootstrap')
const installKey = () => hashOf([readText(path.join(root, 'package-lock.json')) ?? '', process.platform, process.arch])

function install() {
  const started = Date.now()
  process.stderr.write('   bootstrap: installing the locked npm packages (first time only) …\n')
  const log = path.join(root, '.run', 'logs', 'bootstrap.log')
  fs.mkdirSync(path.dirname(log), { recursive: true })
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--prefer-offline']
  // npm marks its children by environment; a nested npm must not take the outer one's configuration for its own.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(config_|lifecycle|package)/i.test(name) || /registry|proxy|cafile|userconfig/i.test(name)))
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, encoding: 'utf8', env })
    : spawnSync('npm', args, { cwd: root, encoding: 'utf8', env, shell: process.platform === 'win32' })
  fs.writeFileSync(log, `$ npm ${args.join(' ')}\n${result.stdout ?? ''}${result.stderr ?? ''}`)
  if (result.status !== 0) {
    const reason = (result.stderr ?? String(result.error)).split('\n').filter((line) => /error/i.test(line)).slice(0, 4).join('\n   ')
    giveUp(`npm ci failed (details: .run/logs/bootstrap.log).\n   ${reason}`, 'Where it names the network, check the registry and proxy settings of npm; then repeat the command.')
  }
  fs.writeFileSync(installMarker, installKey())
  report('dependencies installed', started)
}

function report(what, started) {
  process.stderr.write(` ✔ bootstrap      ${what.padEnd(60)} ${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s\n`)
}

function* sourceFiles(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'dist' || entry.name === 'test' || entry.name === 'node_modules') continue
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) yield* sourceFiles(file)
    else if (/\.(ts|sql)$/.test(entry.name) && !entry.name.endsWith('.d.ts')) yield file
  }
}

/** Compiles one workspace into its dist/; .sql files are copied. Returns whether there was anything to do. */
function compile(name) {
  const folder = path.join(root, name)
  if (!fs.existsSync(folder)) return false // a fork may have dropped it
  const files = [...sourceFiles(folder)].sort()
  const texts = files.map((file) => fs.readFileSync(file, 'utf8'))
  const key = hashOf(['2', ...files.flatMap((file, i) => [path.relative(folder, file), '\0', texts[i], '\0'])])
  const dist = path.join(folder, 'dist')
  if (readText(path.join(dist, '.content-hash')) === key) return false
  const { transformSync } = require('@swc/core')
  const fresh = `${dist}.${process.pid}`
  fs.rmSync(fresh, { recursive: true, force: true })
  fs.mkdirSync(fresh)
  files.forEach((file, i) => {
    const target = path.join(fresh, path.relative(folder, file)).replace(/\.ts$/, '.js')
    fs.mkdirSync(path.dirname(target), { recursive: true })
    const code = file.endsWith('.ts')
      ? transformSync(texts[i], {
          filename: file,
          sourceMaps: 'inline',
          inlineSourcesContent: false,
          jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
          module: { type: 'commonjs', exportInteropAnnotation: true } // so that ES modules see the names
        }).code
      : texts[i]
    fs.writeFileSync(target, code)
  })
  fs.writeFileSync(path.join(fresh, '.content-hash'), key)
  fs.rmSync(dist, { recursive: true, force: true })
  fs.renameSync(fresh, dist)
  return true
}

function prepare() {
  checkMachine()
  if (readText(installMarker) !== installKey()) withLock(() => readText(installMarker) !== installKey() && install())
  withLock(() => {
    const started = Date.now()
    const compiled = WORKSPACES.filter(compile)
    if (compiled.length && process.env.npm_config_loglevel !== 'silent') report(`compiled ${compiled.join(', ')}`, started)
  })
}

/** Runs scripts/<name>.ts in this process: its `main(argv)` gives the exit code. */
async function run(name, argv) {
  process.env.TS_NODE_PROJECT ??= path.join(root, 'tsconfig.json')
  require('ts-node/register')
  const entry = require(path.join(root, 'scripts', name))
  // Node 20 ends, with exit code 0, while a fetch waits on a connection that the other side closed and nothing else is open.
  const awake = setInterval(() => undefined, 2 ** 30)
  try {
    const code = await entry.main(argv)
    if (typeof code === 'number') process.exitCode = code
  } finally {
    clearInterval(awake)
  }
}

if (require.main === module) {
  const [name, ...argv] = process.argv.slice(2)
  // In an image's build there is no checkout to prepare: the packages are there, and only these workspaces.
  if (name === '--compile') argv.forEach(compile)
  else prepare()
  if (name && name !== '--compile')
    run(name, argv).catch((error) => {
      process.stderr.write(`\n ✖ ${error?.stack ?? error}\n   This is a defect of the script, not of your input: please report it with the lines above.\n`)
      process.exitCode = 70
    })
}
module.exports = { prepare, installKey, installMarker }
