/** Those who call the product: app runtimes, front ends, people at browsers, and the provider they all meet at. */
package dev.grantkeeper.system.caller;
