// Defining one connection of an app. Checked as one types; what the vault says is put beside the fields it names.
import { html, nothing } from 'lit'
import { failed, icon, mark, said } from './bits.js'
import { Part } from './part.js'
import { words } from './strings.js'
import { authenticationOf, bodyOf, draftOf, faultsOf, matching } from './validation.js'

const { apps: say } = words
const KEYS = ['private_key_jwt', 'mtls']

class DefinitionForm extends Part {
  static properties = {
    owner: {},
    definition: { attribute: false },
    redirectUri: { attribute: false },
    draft: { state: true },
    touched: { state: true },
    told: { state: true },
    summary: { state: true },
    busy: { state: true },
    fault: { state: true },
    query: { state: true },
  }

  constructor() {
    super()
    this.touched = new Set()
    this.told = {}
    this.query = ''
  }

  willUpdate() {
    this.draft ??= draftOf(this.definition)
    this.store.templates.want()
  }

  firstUpdated() {
    this.querySelector('input:checked')?.focus()
  }

  #set(change, ...fields) {
    this.draft = { ...this.draft, ...change }
    const told = { ...this.told }
    fields.forEach((field) => delete told[field])
    this.told = told
  }

  #touch(field) {
    this.touched = new Set([...this.touched, field])
  }

  get #secret() {
    return this.querySelector('gk-secret')
  }

  get #kept() {
    return Boolean(this.definition?.client_secret_set) && this.definition.client_id === this.draft.client_id.trim()
  }

  #faults() {
    return { ...faultsOf(this.draft, this.#kept || Boolean(this.#secret?.value)), ...this.told }
  }

  #shown(field) {
    return this.touched.has(field) || this.summary || this.told[field] ? this.#faults()[field] : undefined
  }

  async #submit(event) {
    event.preventDefault()
    this.told = {}
    this.fault = undefined
    const faults = faultsOf(this.draft, this.#kept || Boolean(this.#secret?.value))
    this.summary = true
    if (Object.keys(faults).length) return this.#showSummary()
    if (this.busy) return
    this.busy = true
    try {
      const body = bodyOf(this.draft)
      const typed = this.#secret?.value
      if (typed && this.draft.type === 'oauth2') {
        const { seal } = await import('/embed/seal.js')
        body.sealed_client_secret = await seal(typed, await this.store.api.get(`/v1/definitions/${this.owner}/sealing-key`))
      }
      this.#done(await this.store.api.put(`/v1/definitions/${this.owner}`, body))
    } catch (fault) {
      this.fault = fault
      this.told = Object.fromEntries(
        (fault.errors ?? []).map(({ field, message }) => [field.replace('sealed_client_secret', 'client_secret'), message]),
      )
      this.#showSummary()
    } finally {
      this.busy = false
    }
  }

  #done(definition) {
    this.#secret?.clear()
    this.dispatchEvent(new CustomEvent('saved', { detail: definition }))
  }

  async #drop() {
    try {
      const body = { ...bodyOf(draftOf(this.definition)), drop_former_client_secret: true }
      const definition = await this.store.api.put(`/v1/definitions/${this.owner}`, body)
      this.store.toast(say.dropped)
      this.#done(definition)
    } catch (fault) {
      this.fault = fault
    }
  }

  #showSummary() {
    this.updateComplete.then(() => this.querySelector('.summary-box')?.focus())
  }

  render() {
    const { draft } = this
    return html`<form class="definition" novalidate @submit=${this.#submit}>
      ${this.#summaryBox()}
      ${this.#choice('type', say.kind, say.kinds, draft.type, (type) => this.#set({ type }), this.definition ? ['off'] : [])}
      ${this.definition ? html`<p class="help">${say.offNot}</p>` : nothing}
      ${draft.type === 'off' ? nothing : html`${draft.type === 'secret' ? html`<p class="muted">${say.secretHint}</p>` : this.#oauth()}${this.#text('name', say.name, say.nameHelp, { optional: true, placeholder: draft.template?.name })}`}
      <div class="buttons">
        ${draft.type === 'off' ? nothing : html`<button class="primary" ?disabled=${this.busy} aria-busy=${this.busy ? 'true' : 'false'}>${say.save}</button>`}
        <button type="button" @click=${() => this.dispatchEvent(new CustomEvent('left'))}>${words.cancel}</button>
        ${this.definition && draft.type === 'oauth2' ? html`<span class="help">${say.changed}</span>` : nothing}
      </div>
    </form>`
  }

  #summaryBox() {
    const faults = this.summary ? Object.entries(this.#faults()) : []
    if (!faults.length && !this.fault) return nothing
    return html`<div class="notice bad summary-box" role="alert" tabindex="-1">
      ${
        faults.length
          ? html`<div><strong>${say.summary(faults.length)}</strong><ul>${faults.map(([field, message]) => html`<li><a href="#${this.#id(field)}" @click=${(event) => this.#jump(event, field)}>${this.#title(field)}</a> ${message}</li>`)}</ul></div>`
          : html`<p>${said(this.fault)}</p>`
      }
    </div>`
  }

  #id(field) {
    return field === 'client_secret' ? 'secret-client_secret' : `${this.owner}-${field}`
  }

  #title(field) {
    const names = {
      name: say.name,
      template: say.how,
      client_id: say.clientId,
      client_secret: say.clientSecret,
      confirmed: say.redirect,
      settings: say.other,
      'settings.issuer': say.issuer,
      'settings.authorization_url': say.authorizationUrl,
      'settings.token_url': say.tokenUrl,
      'settings.revocation_url': say.revocationUrl,
      'settings.scopes': say.scopes,
      'settings.optional_scopes': say.optional,
    }
    const input = this.draft.template?.inputs.find(({ name }) => `inputs.${name}` === field)
    return names[field] ?? input?.title ?? field
  }

  #jump(event, field) {
    event.preventDefault()
    this.querySelector(`#${CSS.escape(this.#id(field))}`)?.focus()
  }

  #choice(name, label, options, value, choose, disabled = []) {
    return html`<fieldset class="choice">
      <legend>${label}</legend>
      <div class="segments">
        ${Object.entries(options).map(([key, text]) => html`<label><input type="radio" name="${this.owner}-${name}" value=${key} .checked=${key === value} ?disabled=${disabled.includes(key)} @change=${() => choose(key)} /><span>${text}</span></label>`)}
      </div>
    </fieldset>`
  }

  #text(field, label, help, { key = field, optional, area, placeholder, mono, max } = {}) {
    const fault = this.#shown(field)
    const id = `${this.owner}-${field}`
    const changed = (event) => this.#set({ [key]: event.target.value }, field)
    const left = () => this.#touch(field)
    const described = `${id}-help`
    return html`<div class="field">
      <label for=${id}>${label}</label>
      ${
        area
          ? html`<textarea id=${id} rows=${area} spellcheck="false" .value=${this.draft[key]} aria-describedby=${described} aria-invalid=${fault ? 'true' : 'false'} @input=${changed} @blur=${left}></textarea>`
          : html`<input id=${id} .value=${this.draft[key]} placeholder=${placeholder ?? nothing} maxlength=${max ?? nothing} class=${mono ? 'mono' : nothing} spellcheck="false" autocapitalize="none" autocomplete="off" ?required=${!optional} aria-describedby=${described} aria-invalid=${fault ? 'true' : 'false'} @input=${changed} @blur=${left} />`
      }
      <p id=${described} class=${fault ? 'error' : 'help'}>${fault ?? help}</p>
    </div>`
  }

  #select(key, label, options, help) {
    const id = `${this.owner}-${key}`
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <select id=${id} @change=${(event) => this.#set({ [key]: event.target.value })}>
        ${Object.entries(options).map(([value, text]) => html`<option value=${value} ?selected=${value === this.draft[key]}>${text}</option>`)}
      </select>
      ${help ? html`<p class="help">${help}</p>` : nothing}
    </div>`
  }

  #oauth() {
    const { draft } = this
    const chosen = draft.way === 'custom' || draft.template
    return html`${this.#choice('way', say.how, say.ways, draft.way, (way) => this.#set({ way }))}
      ${draft.way === 'template' ? (draft.template ? this.#template(draft.template) : this.#picker()) : this.#custom()} ${chosen ? this.#client() : nothing}`
  }

  #picker() {
    const { templates } = this.store
    if (templates.fault) return failed(words.errors.load.templates, templates.fault, () => templates.again())
    const found = matching(templates.value ?? [], this.query)
    const fault = this.#shown('template')
    return html`<div class="picker">
      <label class="search">${icon('search')}<input id="${this.owner}-template" type="search" placeholder=${say.search} aria-label=${say.search} .value=${this.query} @input=${(event) => (this.query = event.target.value)} @keydown=${(event) => this.#first(event, found)} /></label>
      ${fault ? html`<p class="error">${fault}</p>` : nothing}
      ${
        found.length
          ? html`<ul class="templates">${found.map((template) => html`<li><button type="button" @click=${() => this.#choose(template)}>${mark(template.name)}<span class="name"><strong>${template.name}</strong><small>${template.category.replace(/-/g, ' ')}</small></span>${this.#verified(template)}</button></li>`)}</ul>`
          : html`<p class="empty">${templates.value ? say.noTemplate(this.query) : words.loading}</p>`
      }
    </div>`
  }

  #first(event, found) {
    if (event.key !== 'Enter') return
    event.preventDefault()
    if (found.length) this.#choose(found[0])
  }

  #verified({ verified, unverified_facts: facts }) {
    return verified
      ? html`<span class="badge good">${icon('check')}${say.verified}</span>`
      : html`<span class="badge" title=${say.unverifiedHint(facts.join('; '))}>${say.unverified}</span>`
  }

  #choose(template) {
    const inputs = Object.fromEntries(
      template.inputs.filter((input) => input.default_value).map((input) => [input.name, input.default_value]),
    )
    this.#set(
      {
        template,
        inputs,
        ask: [],
        scopes: (template.settings.scopes ?? []).join('\n'),
        optional_scopes: (template.settings.optional_scopes ?? []).join('\n'),
      },
      'template',
    )
    this.updateComplete.then(() => this.querySelector('.chosen button')?.focus())
  }

  #template(template) {
    const alone = template.settings.grant === 'client_credentials'
    return html`<div class="chosen">
        ${mark(template.name)}<span class="name"><strong>${template.name}</strong></span>${this.#verified(template)}
        <button type="button" @click=${() => this.#set({ template: undefined })}>${say.change}</button>
      </div>
      ${template.verified ? nothing : html`<p class="help">${say.unverifiedHint(template.unverified_facts.join('; '))}</p>`}
      ${[template.no_refresh_token, template.dead_refresh_token].filter(Boolean).map((fact) => html`<p class="help">${fact}</p>`)}
      <div class="steps">
        <h3>${say.atProvider(template.name)}</h3>
        <ol>${template.steps.map((step) => html`<li>${step}</li>`)}</ol>
        ${template.register_at ? html`<a href=${template.register_at} target="_blank" rel="noreferrer">${say.register}</a>` : nothing}
      </div>
      ${alone ? nothing : this.#redirect()} ${template.inputs.map((input) => this.#input(input))} ${this.#scopes()}`
  }

  #input(input) {
    const { draft } = this
    const field = `inputs.${input.name}`
    const asked = draft.ask.includes(input.name)
    const fault = asked ? undefined : this.#shown(field)
    const id = `${this.owner}-${field}`
    return html`<div class="field">
      <label for=${id}>${input.title}</label>
      <input id=${id} ?disabled=${asked} .value=${asked ? '' : (draft.inputs[input.name] ?? '')} autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="${id}-help" aria-invalid=${fault ? 'true' : 'false'} @input=${(event) => this.#set({ inputs: { ...draft.inputs, [input.name]: event.target.value.trim() } }, field)} @blur=${() => this.#touch(field)} />
      <p id="${id}-help" class=${fault ? 'error' : 'help'}>${fault ?? say.askHint(input.example)}</p>
      <label class="check"><input type="checkbox" .checked=${asked} @change=${(event) => this.#set({ ask: event.target.checked ? [...draft.ask, input.name] : draft.ask.filter((name) => name !== input.name) }, field)} />${say.ask}</label>
    </div>`
  }

  #redirect() {
    const fault = this.#shown('confirmed')
    return html`<div class="field">
      <span class="label">${say.redirect}</span>
      <gk-copy .value=${this.redirectUri} .label=${say.redirect}></gk-copy>
      <p class="help">${say.redirectHelp}</p>
      <label class="check"><input id="${this.owner}-confirmed" type="checkbox" .checked=${this.draft.confirmed} aria-invalid=${fault ? 'true' : 'false'} @change=${(event) => this.#set({ confirmed: event.target.checked }, 'confirmed')} />${say.confirmRedirect}</label>
      ${fault ? html`<p class="error">${fault}</p>` : nothing}
    </div>`
  }

  #scopes() {
    return html`${this.#text('settings.scopes', say.scopes, say.scopesHelp, { key: 'scopes', area: 3, optional: true })} ${this.#text('settings.optional_scopes', say.optional, say.optionalHelp, { key: 'optional_scopes', area: 2, optional: true })}`
  }

  #custom() {
    const { draft } = this
    const alone = draft.grant === 'client_credentials'
    const url = (key, label, help, optional) => this.#text(`settings.${key}`, label, help, { key, optional, mono: true })
    return html`${this.#choice('from', say.from, say.froms, draft.from, (from) => this.#set({ from }))}
      ${
        draft.from === 'issuer'
          ? url('issuer', say.issuer, say.issuerHelp)
          : html`${alone ? nothing : url('authorization_url', say.authorizationUrl, say.authorizationUrlHelp)} ${url('token_url', say.tokenUrl, say.tokenUrlHelp)} ${url('revocation_url', say.revocationUrl, say.revocationUrlHelp, true)}`
      }
      ${alone ? nothing : this.#redirect()}
      <div class="pair">${this.#select('grant', say.grant, say.grants, say.grantHelp)} ${this.#select('client_authentication', say.authentication, say.authentications, say.authenticationHelp)}</div>
      ${this.#scopes()}
      <div class="pair">
        ${this.#select('rotation', say.rotation, say.rotations, say.rotationHelp)}
        <div class="field"><label class="check top"><input type="checkbox" .checked=${draft.pkce} @change=${(event) => this.#set({ pkce: event.target.checked })} />${say.pkce}</label><p class="help">${say.pkceHelp}</p></div>
      </div>
      <details class="other" ?open=${Boolean(draft.other)}><summary>${say.other}</summary>${this.#text('settings', say.other, say.otherHelp, { key: 'other', area: 6, optional: true })}</details>`
  }

  #client() {
    const { draft } = this
    const authentication = authenticationOf(draft)
    const alone = (draft.way === 'template' ? draft.template.settings.grant : draft.grant) === 'client_credentials'
    return html`${this.#text('client_id', say.clientId, alone ? say.clientIdOwn : say.clientIdHelp, { mono: true, optional: alone })}
      ${
        authentication === 'none'
          ? nothing
          : html`<gk-secret name="client_secret" optional .label=${KEYS.includes(authentication) ? say.clientKey : say.clientSecret} ?multiline=${KEYS.includes(authentication)} .help=${this.#kept ? say.secretKept : say.secretNew} .error=${this.#shown('client_secret')} @input=${() => this.#set({}, 'client_secret')} @focusout=${() => this.#touch('client_secret')}></gk-secret>`
      }
      ${this.definition?.former_client_secret_set ? html`<div class="notice"><p>${say.former}</p><button type="button" @click=${this.#drop}>${say.drop}</button></div>` : nothing}`
  }
}
customElements.define('gk-definition', DefinitionForm)
