// What somebody types to connect an account: a key, a client of their own, or which account it is. gk-prompts.js and
// gk-connect.js load it when such a form is opened, and not before.
import { seal } from './seal.js'

const STYLE = `
form{display:grid;gap:12px;margin:0}
.field{display:grid;gap:4px}
label{font-weight:600}
.box{display:flex;border:1px solid var(--line-strong);border-radius:7px;background:var(--field)}
.box:focus-within{outline:2px solid var(--accent);outline-offset:-1px}
.box:has([aria-invalid=true]){border-color:var(--bad)}
input{flex:1;min-width:0;height:32px;padding:0 10px;border:0;background:none;color:inherit;font:inherit}
input:focus-visible{outline:0}
form p:empty{display:none}
.box button{min-height:0;border:0;color:var(--muted)}
.field p{font-size:13px;line-height:18px}
`
let sheet

/**
 * @property element to be put into the page
 */
export class AccountForm {
  #fields = []
  #summary
  #submit
  #asked

  /**
   * @param root the shadow root it will be in
   * @param offer what the app offers, with the inputs it asks for
   * @param asked words(name, values), sealing() for the vault's key, send(body), row(button) to put the button among others
   */
  constructor(root, offer, asked) {
    if (!sheet) {
      sheet = new CSSStyleSheet()
      sheet.replaceSync(STYLE)
    }
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet)
    this.#asked = asked
    for (const input of offer.inputs ?? []) {
      this.#add({ ...input, label: input.title, help: asked.words('such', input), body: ['inputs', input.name] })
    }
    const sealed = { help: asked.words('sealed'), secret: true }
    if (offer.connect === 'secret') this.#add({ label: asked.words('secret'), body: ['sealed_value'], ...sealed })
    if (offer.connect === 'client') {
      this.#add({ label: asked.words('client_id'), body: ['client_id'] })
      this.#add({ label: asked.words('client_secret'), body: ['sealed_client_secret'], ...sealed })
    }
    this.#summary = element('p', { class: 'wrong', part: 'error', role: 'alert' })
    this.#submit = element('button', { class: 'primary', part: 'primary' }, asked.words('save'))
    this.element = element(
      'form',
      { part: 'form', novalidate: '', autocomplete: 'off' },
      ...this.#fields.map((field) => field.element),
      this.#summary,
      asked.row(this.#submit)
    )
    this.element.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#send()
    })
  }

  /** Says what the vault found wrong: beside the fields it named, and in a line of its own. */
  wrong(problem) {
    const { words } = this.#asked
    let marked = false
    for (const { field, message } of problem.errors ?? []) {
      const name = field
        .split('.')
        .pop()
        .replace(/^sealed_/, '')
      const found = this.#fields.find(({ body }) => body.at(-1).replace(/^sealed_/, '') === name)
      found?.mark(found.example ? words('unlike', found) : message)
      marked ||= found !== undefined
    }
    const known = { 0: 'unreachable', 401: 'signed_out', 403: 'forbidden', 404: 'gone' }[problem.status ?? 0]
    this.#summary.textContent = words(marked ? 'check' : (known ?? 'failed'))
    this.#fields.find(({ faulty }) => faulty)?.input.focus()
  }

  async #send() {
    const { words, sealing, send } = this.#asked
    this.#fields.forEach((field) => field.check(true))
    const faulty = this.#fields.find((field) => field.faulty)
    this.#summary.textContent = faulty ? words('check') : ''
    if (faulty) return faulty.input.focus()
    const secret = this.#fields.find((field) => field.secret)
    this.#submit.disabled = true
    try {
      const body = {}
      for (const {
        body: [name, key],
        input
      } of this.#fields) {
        if (key) (body[name] ??= {})[key] = input.value.trim()
        else body[name] = input.value.trim()
      }
      // Nothing is waited for where nothing is sealed: a window may have to be opened, and browsers allow that in a click only.
      if (secret) body[secret.body[0]] = await seal(body[secret.body[0]], await sealing())
      await send(body)
    } catch (problem) {
      this.wrong(problem)
    } finally {
      this.#submit.disabled = false
    }
  }

  #add(field) {
    this.#fields.push(new Field(field, this.#asked.words, 'gk-field-' + this.#fields.length))
  }
}

class Field {
  faulty = false
  #words
  #error
  #help

  constructor({ label, help, secret, pattern, example, default_value: value, body }, words, id) {
    Object.assign(this, { secret, example, body })
    this.#words = words
    this.#help = element('p', { class: 'muted', id: id + '-help' }, help ?? '')
    this.#error = element('p', { class: 'wrong', id: id + '-error' })
    this.input = element('input', {
      id,
      part: 'input',
      type: secret ? 'password' : 'text',
      'aria-describedby': `${id}-error ${id}-help`,
      autocomplete: 'off',
      autocapitalize: 'none',
      spellcheck: 'false'
    })
    this.input.value = value ?? ''
    this.matches = matcher(pattern)
    this.input.addEventListener('input', () => this.check(this.faulty))
    this.input.addEventListener('change', () => this.input.value && this.check(true))
    this.input.addEventListener('paste', () => setTimeout(() => this.#trim()))
    const box = element('div', { class: 'box' }, this.input, ...(secret ? [this.#reveal()] : []))
    this.element = element(
      'div',
      { class: 'field' },
      element('label', { for: id }, label),
      box,
      this.#error,
      this.#help
    )
  }

  /** @param loudly whether to say so: not while somebody has just begun to type */
  check(loudly) {
    const value = this.input.value.trim()
    const good = value && this.matches(value)
    if (good || loudly) this.mark(good ? '' : this.#words(value ? 'unlike' : 'empty', { example: this.example }))
  }

  mark(error) {
    this.faulty = Boolean(error)
    this.#error.textContent = error
    this.input.setAttribute('aria-invalid', this.faulty)
  }

  #trim() {
    const trimmed = this.input.value.trim()
    if (trimmed === this.input.value) return
    this.input.value = trimmed
    this.#help.textContent = this.#words('trimmed')
  }

  #reveal() {
    const button = element('button', { type: 'button', part: 'reveal', 'aria-pressed': 'false' }, this.#words('show'))
    button.addEventListener('click', () => {
      const shown = this.input.type === 'password'
      this.input.type = shown ? 'text' : 'password'
      button.setAttribute('aria-pressed', shown)
      button.textContent = this.#words(shown ? 'hide' : 'show')
    })
    return button
  }
}

/** The vault decides in the end; a pattern that this browser cannot read is left to it. */
function matcher(pattern) {
  try {
    const whole = pattern && new RegExp(`^(?:${pattern})$`, 'u')
    return (value) => !whole || whole.test(value)
  } catch {
    return () => true
  }
}

function element(tag, attributes, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}
