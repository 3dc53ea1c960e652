/** Where tests run what is written for browsers. */
package dev.grantkeeper.testkit.browser;
