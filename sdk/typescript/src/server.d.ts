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
