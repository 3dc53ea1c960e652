// Connecting in place: what has to be said first is asked here, the provider gets a window of its own, which goes when the
// stream says that it is done.
import { html, nothing } from 'lit'
import { Dialog } from './dialog.js'
import { appName } from './names.js'
import { keyOf } from './status.js'
import { words } from './strings.js'
import { opened, watch } from './window.js'

export { isConnecting } from './window.js'

const nameOf = (offer, app) => offer?.name ?? appName(app)
const path = (it) => `/v1/apps/${encodeURIComponent(it.app)}/connections/${it.owner.type ?? it.owner}`

/**
 * Begins what connects. To be called in the handler of a click: browsers open windows in answer to one only.
 *
 * @param it an offer, a connection or a prompt
 */
export function connect(store, it) {
  const offer = store.offerOf(it)
  const prompt = store.live.prompts.find((open) => keyOf(open) === keyOf(it))
  const way = offer?.connect ?? 'authorization'
  if (way === 'authorization' && !offer?.inputs?.length) return go(store, it, prompt)
  const dialog = document.createElement(way === 'secret' ? 'gk-ask-secret' : 'gk-ask-inputs')
  Object.assign(dialog, { store, it, offer, prompt, way })
  return Dialog.show(dialog)
}

/** Opens the window at once, and takes it where the vault says; the session tells the vault's pages who sits in it. */
async function go(store, it, prompt, inputs) {
  const popup = opened()
  if (!popup) return store.toast(words.connect.blocked, 'bad')
  watch(store, it, popup, () => store.toast(words.connect.done(nameOf(store.offerOf(it), it.app))))
  try {
    await store.api.post('/v1/session')
    if (prompt?.connect_url && inputs) return submit(new URL(prompt.connect_url).pathname, inputs, popup.name)
    popup.location.replace(await where(store, it, prompt, inputs))
  } catch (fault) {
    popup.close()
    throw fault
  }
}

/** As the page of the link would: the link knows which permissions are wanted. */
function submit(path, inputs, target) {
  const form = Object.assign(document.createElement('form'), { method: 'post', action: path, target, hidden: true })
  for (const [name, value] of Object.entries(inputs)) form.append(Object.assign(document.createElement('input'), { name, value }))
  document.body.append(form)
  form.submit()
  form.remove()
}

async function where(store, it, prompt, inputs) {
  if (prompt?.connect_url) return new URL(prompt.connect_url).pathname
  const begun = await store.api.post(`${path(it)}/authorization`, inputs ? { inputs } : {})
  return begun.authorization_url
}

class AskInputs extends Dialog {
  #check(input, value) {
    if (!value) return words.connect.required
    try {
      return new RegExp(`^(?:${input.pattern})$`).test(value) ? '' : words.connect.pattern(input.title, input.example)
    } catch {
      return ''
    }
  }

  #typed(input, event) {
    const value = event.target.value.trim()
    const key = `inputs.${input.name}`
    const fault = this.#check(input, value)
    if (event.type === 'change' || this.faults[key]) this.faults = { ...this.faults, [key]: fault || undefined }
  }

  #submit() {
    const form = this.querySelector('form')
    const inputs = Object.fromEntries(
      (this.offer?.inputs ?? []).map((input) => [input.name, form.elements[input.name].value.trim()]),
    )
    const wrong = (this.offer?.inputs ?? []).filter((input) => this.#check(input, inputs[input.name]))
    this.fault = undefined
    this.faults = Object.fromEntries(wrong.map((input) => [`inputs.${input.name}`, this.#check(input, inputs[input.name])]))
    if (wrong.length) return form.elements[wrong[0].name].focus()
    if (this.way === 'authorization') return this.attempt(() => this.#leave(inputs))
    return this.attempt(() => this.#put(inputs))
  }

  async #leave(inputs) {
    await go(this.store, this.it, this.prompt, inputs)
    this.close(true)
  }

  async #put(inputs) {
    const body = Object.keys(inputs).length ? { inputs } : {}
    if (this.way === 'client') {
      const { seal } = await import('/embed/seal.js')
      body.client_id = this.querySelector('[name=client_id]').value.trim()
      body.sealed_client_secret = await seal(
        this.querySelector('gk-secret').value,
        await this.store.api.get(`${path(this.it)}/sealing-key`),
      )
    }
    await this.store.api.put(`${path(this.it)}/client-credentials`, body)
    this.store.toast(words.connect.done(nameOf(this.offer, this.it.app)))
    this.close(true)
  }

  render() {
    const app = appName(this.it.app)
    const provider = this.offer?.name ?? words.theProvider
    const lead =
      { client: words.connect.client(app, provider), app_client: words.connect.appClient(app, provider) }[this.way] ??
      words.connect.inputs(app)
    return this.frame({
      title: words.connect.title(nameOf(this.offer, this.it.app)),
      action: this.way === 'authorization' ? words.connect.go : words.connect.send,
      submit: () => this.#submit(),
      body: html`<p>${lead}</p>
        ${(this.offer?.inputs ?? []).map((input, i) => this.#field(input, i === 0))}
        ${
          this.way === 'client'
            ? html`<div class="field"><label for="client_id">${words.connect.clientId}</label><input id="client_id" name="client_id" required ?autofocus=${!this.offer?.inputs?.length} autocomplete="off" spellcheck="false" /></div>
              <gk-secret name="client_secret" .label=${words.connect.clientSecret}></gk-secret>`
            : nothing
        }`,
    })
  }

  #field(input, first) {
    const fault = this.faults[`inputs.${input.name}`]
    return html`<div class="field">
      <label for="input-${input.name}">${input.title}</label>
      <input
        id="input-${input.name}"
        name=${input.name}
        .defaultValue=${input.default_value ?? ''}
        required
        ?autofocus=${first}
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        aria-describedby="help-${input.name}"
        aria-invalid=${fault ? 'true' : 'false'}
        @input=${(event) => this.#typed(input, event)}
        @change=${(event) => this.#typed(input, event)}
      />
      <p id="help-${input.name}" class=${fault ? 'error' : 'help'}>${fault ?? words.connect.example(input.example)}</p>
    </div>`
  }
}
customElements.define('gk-ask-inputs', AskInputs)

class AskSecret extends Dialog {
  #submit() {
    const field = this.querySelector('gk-secret')
    if (!field.value) {
      this.faults = { value: words.connect.required }
      return field.querySelector('input').focus()
    }
    return this.attempt(() => this.#put(field))
  }

  async #put(field) {
    const { seal } = await import('/embed/seal.js')
    const key = await this.store.api.get(`${path(this.it)}/sealing-key`)
    await this.store.api.put(`${path(this.it)}/secret`, { sealed_value: await seal(field.value, key) })
    field.clear()
    this.store.toast(words.connect.saved(nameOf(this.offer, this.it.app)))
    this.close(true)
  }

  render() {
    const provider = this.offer?.name ?? words.theProvider
    return this.frame({
      title: words.connect.title(nameOf(this.offer, this.it.app)),
      action: words.connections.enterKey,
      submit: () => this.#submit(),
      body: html`<p>${words.connect.secret(appName(this.it.app), provider)}</p>
        <gk-secret name="value" first .label=${words.connect.secretLabel} .error=${this.faults.value}></gk-secret>`,
    })
  }
}
customElements.define('gk-ask-secret', AskSecret)
