/** The main job from beginning to end, in steps that say what they saw. */
package dev.grantkeeper.system.story;
