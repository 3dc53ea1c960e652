// As a hosts file would: connections to the host in EXTERNAL_HOST end at a port of this machine. The name stays what TLS asks for.
import tls from 'node:tls'

const {EXTERNAL_HOST, EXTERNAL_PORT} = process.env
const connect = tls.connect

tls.connect = (options, ...more) =>
  connect(options.host === EXTERNAL_HOST ? {...options, host: '127.0.0.1', port: EXTERNAL_PORT} : options, ...more)
