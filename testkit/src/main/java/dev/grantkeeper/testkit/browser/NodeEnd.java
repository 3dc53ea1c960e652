package dev.grantkeeper.testkit.browser;

/**
 * How a run of Node.js ended.
 *
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
public record NodeEnd(int exitCode, String output, String errors) {

    /**
     * The output of a run that went well.
     *
     * @throws AssertionError with everything it said, if it ended otherwise than with 0
     */
    public String outputOrFail() {
        if (exitCode != 0) {
            throw new AssertionError(toString());
        }
        return output;
    }

    @Override
    public String toString() {
        return "Node.js ended with " + exitCode + "\n" + output + errors;
    }
}
