/** The platform whose users, apps and developers call the product, inside this JVM: its token issuer. */
package dev.grantkeeper.system.platform;
