/** Where calls may go. Token endpoints are input: whoever states one must not reach what only this machine can reach. */
package dev.grantkeeper.oauth2.egress;
