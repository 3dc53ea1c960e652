/**
 * An OAuth 2.0 authorization server that really issues, rotates and revokes, speaks real HTTP on loopback, and fails the
 * way a test tells it to.
 */
package dev.grantkeeper.testkit.authorization;
