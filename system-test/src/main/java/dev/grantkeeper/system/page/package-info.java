/** Tables that runs leave in pages of {@code docs}. */
package dev.grantkeeper.system.page;
