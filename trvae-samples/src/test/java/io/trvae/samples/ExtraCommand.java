package io.trvae.samples;

import picocli.CommandLine.Command;

/** A command of the tests' own. */
@Command(name = "extra")
public final class ExtraCommand implements Subcommand {

  static final int EXIT_CODE = 7;

  @Override
  public Integer call() {
    return EXIT_CODE;
  }
}
