/** What provider settings leave open, for a developer or for each person who connects. */
package dev.grantkeeper.oauth2.inputs;
