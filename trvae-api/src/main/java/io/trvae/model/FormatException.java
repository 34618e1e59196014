package io.trvae.model;

/** What is wrong with the content of a model file, told without the file's name. */
final class FormatException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String fault;

  FormatException(String fault) {
    super(fault);
    this.fault = fault;
  }

  FormatException(String fault, Throwable cause) {
    super(fault, cause);
    this.fault = fault;
  }

  String fault() {
    return fault;
  }
}
