import assert from 'node:assert/strict'
import {execFile} from 'node:child_process'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {authRequired, connection, playVault, serve} from './playing.js'

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')

/** Fenced blocks by the name after the language. */
function blocks(language) {
  const fences = [...readme.matchAll(/^```(\w+) (\S+)\n(.*?)^```$/gms)]
  return new Map(fences.filter(([, of]) => of === language).map(([, , name, text]) => [name, text]))
}

test('readme_eachProgram_printsWhatItSays', async t => {
  const vault = await playVault(t, {user: connection(), workspace: authRequired()})
  const service = await serve(t, ({headers, body}) =>
    headers.authorization === 'Bearer value-1' ? {json: JSON.parse(body)} : {status: 401},
  )
  // Inside of the package, which therefore resolves by its own name.
  const directory = await mkdtemp(fileURLToPath(new URL('readme-', import.meta.url)))
  t.after(() => rm(directory, {recursive: true}))
  const programs = blocks('js')
  for (const [name, text] of programs) {
    const local = text
      .replaceAll("'https://vault.example.com'", `'${vault.url}'`)
      .replaceAll('https://emailsequencingtool.com', service.url)
    await writeFile(`${directory}/${name}`, local)
  }
  const outputs = blocks('text')
  assert.deepEqual([...outputs.keys()], ['lookup.js', 'add.js', 'platform.js'])
  for (const [name, expected] of outputs) {
    const env = {...process.env, EXECUTION_TOKEN: 'execution-token', NO_COLOR: '1'}
    delete env.NODE_TEST_CONTEXT
    const {stdout} = await promisify(execFile)(process.execPath, [`${directory}/${name}`], {env})
    assert.equal(stdout, expected, name)
  }
})
