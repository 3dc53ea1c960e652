import assert from 'node:assert/strict'
import {execFile} from 'node:child_process'
import {createHash} from 'node:crypto'
import {cp, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {test} from 'node:test'
import {promisify} from 'node:util'
import {connection, playVault, serve} from './playing.js'

const root = new URL('../', import.meta.url)
const manifest = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))

test('package_anyVersion_dependsOnNothing', () => {
  assert.equal(manifest.dependencies, undefined)
  assert.equal(manifest.peerDependencies, undefined)
})

test('package_sources_areShortAndEachEntryHasTypes', async () => {
  for (const name of await readdir(new URL('src', root))) {
    const lines = (await readFile(new URL(`src/${name}`, root), 'utf8')).split('\n').length
    assert.ok(lines <= 300, `${name} has ${lines} lines`)
  }
  for (const entry of ['.', './server', './runtime']) {
    const {types, default: code} = manifest.exports[entry]
    await readFile(new URL(types, root))
    await readFile(new URL(code, root))
  }
})

test('example_asItWasGiven_isKeptWordForWord', async () => {
  const example = await readFile(new URL('examples/add-to-sequence.server.ts', root))
  assert.equal(createHash('sha256').update(example).digest('hex'), '293fa5827f7b99fa51270807ad2317335f0813cb8c291b0af54ff85a7101be38')
})

test('package_required_isTheSameForCommonJs', {skip: !process.features.require_module}, async () => {
  const require = createRequire(import.meta.url)
  const {createClient} = await import('@grantkeeper/sdk')
  const {getUserConnection} = await import('@grantkeeper/sdk/server')
  assert.equal(require('@grantkeeper/sdk').createClient, createClient)
  assert.equal(require('@grantkeeper/sdk/server').getUserConnection, getUserConnection)
})

test('package_installedTwice_sharesExecutionsAndReportsOnce', async t => {
  const vault = await playVault(t, {user: connection(), onRejection: () => ({json: {generation: 1, action: 'limited'}})})
  const service = await serve(t, () => ({status: 401}))
  const directory = await mkdtemp(`${tmpdir()}/grantkeeper-sdk-`)
  t.after(() => rm(directory, {recursive: true}))
  for (const name of ['@grantkeeper/sdk', 'alias']) {
    for (const part of ['package.json', 'src']) {
      await cp(new URL(part, root), `${directory}/node_modules/${name}/${part}`, {recursive: true})
    }
  }
  await writeFile(
    `${directory}/twice.mjs`,
    `import {runExecution} from '@grantkeeper/sdk/runtime'
     import * as again from 'alias/runtime'
     import {getUserConnection} from 'alias/server'
     const options = {vault: '${vault.url}', token: 'token'}
     const use = () => fetch('${service.url}', {headers: {authorization: 'Bearer ' + getUserConnection().value}})
     const ends = [await runExecution(options, use), await again.runExecution(options, use)]
     console.log(ends.map(({ok, value}) => ok && value.status).join())`,
  )
  const {stdout} = await promisify(execFile)(process.execPath, [`${directory}/twice.mjs`])
  assert.equal(stdout, '401,401\n')
  assert.equal(vault.rejections.length, 2)
})

test('execution_atItsEnd_keepsNoProcessAlive', async t => {
  const soon = connection({expires_at: new Date(Date.now() + 600_000).toISOString()})
  const vault = await playVault(t, {user: soon})
  const code = `import {runExecution} from '@grantkeeper/sdk/runtime'
    import {getUserConnection} from '@grantkeeper/sdk/server'
    // Never ends; the process does, since nothing that is left waits for anything.
    runExecution({vault: '${vault.url}', token: 'token'}, () => {
      console.log(getUserConnection().generation)
      return new Promise(() => {})
    })`
  const options = {cwd: new URL('.', root), timeout: 60_000}
  const {stdout} = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], options)
  assert.equal(stdout, '1\n')
})
