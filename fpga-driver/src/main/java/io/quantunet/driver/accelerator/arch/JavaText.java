package io.quantunet.driver.accelerator.arch;

/** Java source in the project's format, grown line by line. */
final class JavaText {

  private static final int COLUMNS = 100;

  private final StringBuilder text = new StringBuilder();

  JavaText(String packageName) {
    line(0, "package " + packageName + ";");
  }

  JavaText line(int indent, String line) {
    text.append(" ".repeat(indent)).append(line).append('\n');
    return this;
  }

  JavaText blank() {
    text.append('\n');
    return this;
  }

  /** A declaration and its value, on one line if they fit. */
  JavaText assignment(int indent, String declaration, String value) {
    String one = declaration + " " + value;
    return indent + one.length() <= COLUMNS
        ? line(indent, one)
        : line(indent, declaration).line(indent + 4, value);
  }

  /** A documentation comment, on one line if it fits. */
  JavaText about(int indent, String about) {
    String sentence = Character.toUpperCase(about.charAt(0)) + about.substring(1) + ".";
    String one = "/** " + sentence + " */";
    if (indent + one.length() <= COLUMNS) {
      return line(indent, one);
    }
    line(indent, "/**");
    StringBuilder words = new StringBuilder(" *");
    for (String word : sentence.split(" ")) {
      if (indent + words.length() + 1 + word.length() > COLUMNS) {
        line(indent, words.toString());
        words = new StringBuilder(" *");
      }
      words.append(' ').append(word);
    }
    return line(indent, words.toString()).line(indent, " */");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
