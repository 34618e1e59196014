package io.trvae.dl4j;

/** What there is to say of native code, whoever loads it. */
final class NativeCode {

  /** Goes on after the artifacts that may be missing. */
  static final String UNPACKING =
      "; where they are there, name a folder that native code can be unpacked to and run from:"
          + " -Dorg.bytedeco.javacpp.cachedir=DIR -Djna.tmpdir=DIR";

  private NativeCode() {}
}
