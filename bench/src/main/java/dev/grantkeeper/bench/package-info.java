/** Loads for the running product, and what they cost. Nothing here decides whether a build is good. */
package dev.grantkeeper.bench;
