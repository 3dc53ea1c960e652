/** Breaks the running product, one fault after another, and says what held. */
package dev.grantkeeper.system.fault;
