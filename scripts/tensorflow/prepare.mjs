// Fills the cache with the TensorFlow C library and an addon built on it, and links both into the package.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, statfs, symlink, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { unzip } from './unzip.mjs';

const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
/** The names the addon links with, and those the package's own install script would look for. */
const LINKS = {
  'libtensorflow.so': 'libtensorflow_cc.so.2',
  'libtensorflow.so.2.9.1': 'libtensorflow_cc.so.2',
  'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
  'libtensorflow_framework.so.2.9.1': 'libtensorflow_framework.so.2',
};
const ADDON = 'tfjs_binding.node';
/** Written last, so that a cache without it is one that was cut short. */
const DONE = 'done';

/** An expected reason why there will be no native TensorFlow here. */
export class CannotPrepare extends Error {}

/** Makes the variant's package usable. Says whether anything was done. Throws CannotPrepare with the reason. */
export async function prepare(root, variant, log) {
  const packageFolder = path.join(root, 'node_modules', variant.package);
  const cache = path.join(root, '.cartwise', 'tensorflow', variant.name);
  if (!existsSync(packageFolder)) throw new CannotPrepare(`the package ${variant.package} is not installed`);
  const addon = path.join(packageFolder, 'lib', 'napi-v8', ADDON);
  const isCached = existsSync(path.join(cache, DONE));
  if (isCached && existsSync(addon) && existsSync(path.join(packageFolder, 'deps', 'lib', LIBRARIES[0])))
    return false;
  if (!isCached) await fillCache(root, variant, { cache, packageFolder, log });
  await link(cache, packageFolder, addon);
  smokeTest(packageFolder);
  await writeFile(path.join(cache, DONE), '');
  return true;
}

async function fillCache(root, variant, { cache, packageFolder, log }) {
  await checkMachine(variant, path.join(root, '.cartwise'));
  await rm(cache, { recursive: true, force: true });
  const download = path.join(cache, 'download');
  const deps = path.join(cache, 'deps', 'lib');
  await mkdir(download, { recursive: true });
  await mkdir(deps, { recursive: true });
  const archive = await fetchArchive(variant, download, log);
  log('unpacking the TensorFlow library');
  await unzip(archive, LIBRARIES, (name) => path.join(deps, name));
  for (const [name, target] of Object.entries(LINKS)) await symlink(target, path.join(deps, name));
  await installPythonPackages(variant, path.join(cache, 'deps'), log);
  await rm(download, { recursive: true });
  log('building the addon');
  buildAddon(root, packageFolder, deps, path.join(cache, ADDON));
}

async function checkMachine(variant, folder) {
  // The library is built for it; others run on WebAssembly.
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new CannotPrepare(`there is no library for ${process.platform} ${process.arch}`);
  }
  if (process.report.getReport().header.glibcVersionRuntime === undefined) {
    throw new CannotPrepare('the library needs glibc');
  }
  if (!isInstalled('g++')) throw new CannotPrepare('no C++ compiler (g++) is installed');
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < variant.diskBytes) {
    throw new CannotPrepare(`it needs ${variant.diskBytes / 1e9} GB of free disk`);
  }
}

async function fetchArchive(variant, folder, log) {
  const reasons = [];
  for (const { tool, args, sha256 } of variant.sources) {
    if (!isInstalled(tool)) {
      reasons.push(`${tool} is not installed`);
      continue;
    }
    log(`downloading the TensorFlow library with ${tool}`);
    // A folder of its own: what another tool left half-done is not taken for the library.
    const target = path.join(folder, tool);
    await mkdir(target);
    const failure = run(tool, args(target));
    const file = (await readdir(target))[0];
    if (failure !== undefined || file === undefined) {
      reasons.push(`${tool} could not download it (${failure ?? 'no file'})`);
      continue;
    }
    const archive = path.join(target, file);
    if (sha256 !== undefined && (await hashOf(archive)) !== sha256) {
      throw new CannotPrepare(`the SHA-256 of ${file} is not the expected one`);
    }
    return archive;
  }
  throw new CannotPrepare(reasons.join('; '));
}

async function installPythonPackages({ pythonPackages }, folder, log) {
  if (pythonPackages.length === 0) return;
  log('installing the CUDA libraries with pip');
  const failure = run('pip', ['install', '--no-deps', '--quiet', `--target=${folder}`, ...pythonPackages]);
  if (failure !== undefined) throw new CannotPrepare(`pip could not install the CUDA libraries (${failure})`);
  // cuDNN looks for NVRTC under this name.
  await symlink('cuda_nvrtc', path.join(folder, 'nvidia', 'nvrtc'));
}

function buildAddon(root, packageFolder, deps, target) {
  const failure = run('g++', [
    ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding'],
    ...['-I', path.join(root, 'node_modules', 'node-api-headers', 'include')],
    ...['-I', packageFolder, '-I', path.join(import.meta.dirname, 'include')],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => path.join(packageFolder, 'binding', file)),
    ...['-o', target, '-L', deps, '-ltensorflow', '-ltensorflow_framework'],
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
  ]);
  if (failure !== undefined) throw new CannotPrepare(`the addon did not build (${failure})`);
}

/** The library stays in the cache: a fresh install of the packages only needs these links again. */
async function link(cache, packageFolder, addon) {
  const deps = path.join(packageFolder, 'deps');
  await unlink(deps).catch(() => rm(deps, { recursive: true, force: true }));
  await symlink(path.join(cache, 'deps'), deps);
  await mkdir(path.dirname(addon), { recursive: true });
  await copyFile(path.join(cache, ADDON), `${addon}.new`);
  await rename(`${addon}.new`, addon);
}

function smokeTest(packageFolder) {
  const program = `const u = require('util'); u.isNullOrUndefined = (v) => v == null; u.isArray = Array.isArray;
    const tf = require(${JSON.stringify(packageFolder)});
    if (tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0] !== 11) throw new Error('1 x 3 + 2 x 4 is not 11');`;
  const failure = run(process.execPath, ['-e', program], { TF_CPP_MIN_LOG_LEVEL: '3' });
  if (failure !== undefined) throw new CannotPrepare(`the addon does not work (${failure})`);
}

const isInstalled = (tool) => run(tool, ['--version']) === undefined;

/** Undefined when it went well, else the last line it said. */
function run(command, args, environment = {}) {
  try {
    execFileSync(command, args, { stdio: 'pipe', env: { ...process.env, ...environment } });
    return undefined;
  } catch (error) {
    const said = `${error.stdout ?? ''}\n${error.stderr ?? ''}`.trim().split('\n').at(-1);
    return said === '' ? error.message : said;
  }
}

async function hashOf(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
