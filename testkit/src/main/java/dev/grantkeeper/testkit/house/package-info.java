/** The rules of the house: what may use what, and the style every module keeps. Each module runs them as one test. */
package dev.grantkeeper.testkit.house;
