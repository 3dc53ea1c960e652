/** For app code that needs a user's or a workspace's connection: asks the vault, and says in types what came of it. */
package dev.grantkeeper.sdk;
