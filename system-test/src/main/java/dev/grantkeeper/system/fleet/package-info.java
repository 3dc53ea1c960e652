/** Many people with a connection each, and the apps that look them up all the time. */
package dev.grantkeeper.system.fleet;
