import type {Connection} from './connection.js'

export type {Connection}

/**
 * The connection of the user who triggered the execution. Throws where there is none, and has the user prompted; never
 * returns null or undefined.
 */
export declare function getUserConnection(): Connection

/**
 * The connection that the whole workspace shares. Throws where there is none, and has the workspace's admins prompted;
 * never returns null or undefined.
 */
export declare function getWorkspaceConnection(): Connection

/**
 * A service answered 401 to this connection's value, over something that the runtime does not look at; `fetch` and
 * `node:http` need no report. Resolves when there is a newer value or none to come, so that the next call has it or throws.
 */
export declare function reportRejected(connection: Connection): Promise<void>
