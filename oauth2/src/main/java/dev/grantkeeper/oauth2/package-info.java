/**
 * Speaking OAuth 2.0 to any provider: settings in, requests out, and every possible answer read into one closed list of
 * outcomes. Knows Vert.x, and of developers' texts no more than libraries that bound them; no framework, no database and no key.
 */
package dev.grantkeeper.oauth2;
