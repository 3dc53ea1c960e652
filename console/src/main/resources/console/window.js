// The window that somebody connects in. Providers are whoever an app's developer named: what they show must not be able to turn
// the console into another page.
import { keyOf } from './status.js'

const LOOKS = 'popup,width=560,height=740'
const GONE = 3

/** What is under way, by key: the window that the person is in. */
const windows = new Map()
export const isConnecting = (it) => windows.has(keyOf(it))

/**
 * A window without a way back to this page, or nothing where the browser allows none. The vault's last page closes windows of
 * such a name.
 */
export function opened() {
  const popup = window.open('about:blank', `gk-connect-${Date.now()}`, LOOKS)
  if (popup) popup.opener = null
  return popup
}

/** Until it is connected, or the window is gone. That a prompt is resolved says neither: a disconnect resolves it, too. */
export function watch(store, it, popup, connected) {
  const key = keyOf(it)
  windows.set(key, popup)
  store.changed()
  let over = false
  let gone = 0
  const done = (well) => {
    if (over) return
    over = true
    clearInterval(timer)
    store.removeEventListener('moved', moved)
    store.removeEventListener('resolved', resolved)
    windows.delete(key)
    if (well) {
      close(popup)
      connected()
    }
    store.changed()
  }
  const moved = ({ detail }) => {
    if (keyOf(detail) === key && detail.change === 'connected') done(true)
  }
  const resolved = async ({ detail }) => {
    const known = keyOf(detail) === key && store.connectionOf(it)
    if (!known) return
    await store.reload(known.id)
    if (store.connectionOf(it)?.status === 'connected') done(true)
  }
  store.addEventListener('moved', moved)
  store.addEventListener('resolved', resolved)
  // A provider may cut the hold on its window, which then looks closed: what the stream says later still counts.
  const timer = setInterval(() => {
    if (popup.closed && ++gone >= GONE) done(false)
  }, 500)
}

/** Browsers that forget a window's name on the way leave its last page open; one of another site is not ours to close. */
function close(popup) {
  const ours = () => {
    try {
      if (popup.location.origin === location.origin) popup.close()
    } catch {
      // At the provider.
    }
  }
  ours()
  setTimeout(ours, 1000)
}
