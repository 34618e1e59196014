/** Face-domain transfer: values, contracts and the pipeline. */
module io.trvae.api {
  requires com.google.gson;
  requires transitive java.desktop;
  requires static org.apache.commons.compress;
  requires jdk.jfr;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.trvae;
  exports io.trvae.evaluation;
  exports io.trvae.face;
  exports io.trvae.model;
  exports io.trvae.network;
  exports io.trvae.spi;
  exports io.trvae.spi.inference;
  exports io.trvae.spi.training;
  exports io.trvae.training;

  uses io.trvae.spi.BackendProvider;
  uses io.trvae.spi.TrainerProvider;
}
