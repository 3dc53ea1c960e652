/**
 * What happened in one run, recorded while it happened and never changed afterwards, and the invariants that it is judged by.
 * All times are of one machine's clock.
 */
package dev.grantkeeper.system.history;
