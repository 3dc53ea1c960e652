/** Looks for secrets where none may be: in tables, topics, files; as they are, encoded or compressed. */
package dev.grantkeeper.system.leak;
