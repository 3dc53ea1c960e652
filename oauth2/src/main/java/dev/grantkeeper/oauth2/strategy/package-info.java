/** Providers whose ways of asking for tokens no settings can state, one {@link dev.grantkeeper.oauth2.TokenStrategy} each. */
package dev.grantkeeper.oauth2.strategy;
