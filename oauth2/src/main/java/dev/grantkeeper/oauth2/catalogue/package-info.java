/** Templates of widely used providers: data that their own public documentation vouches for. */
package dev.grantkeeper.oauth2.catalogue;
