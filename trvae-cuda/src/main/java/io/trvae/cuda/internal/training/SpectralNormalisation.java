package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.gpu.Grid;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.network.Parameter;
import io.trvae.spi.training.Discriminator;
import io.trvae.spi.training.WeightNormalisation;
import java.util.ArrayList;
import java.util.List;

/** {@link WeightNormalisation} on a GPU. */
final class SpectralNormalisation implements WeightNormalisation {

  private final Device device;
  private final GpuParameters trained;
  private final GpuParameters normalised;
  private final List<Weight> weights = new ArrayList<>();
  private final List<Parameter> others = new ArrayList<>();

  SpectralNormalisation(
      Device device, GpuResources owner, GpuParameters trained, GpuParameters normalised) {
    this.device = device;
    this.trained = trained;
    this.normalised = normalised;
    for (Parameter parameter : trained.layout().all()) {
      if (parameter.role() == Parameter.Role.WEIGHT) {
        weights.add(new Weight(parameter, owner));
      } else if (parameter.role().isTrained()) {
        others.add(parameter);
      }
    }
  }

  @Override
  public void forward() {
    weights.forEach(Weight::forward);
    for (Parameter other : others) {
      copy(trained.value(other.name()), normalised.value(other.name()), other.size());
    }
  }

  @Override
  public void backward() {
    weights.forEach(Weight::backward);
    for (Parameter other : others) {
      copy(normalised.gradient(other.name()), trained.gradient(other.name()), other.size());
    }
  }

  private void copy(long from, long to, int floats) {
    Concatenation.copy(device, from, 1, to, 1, 1, floats, 1);
  }

  private final class Weight {

    private final String name;
    private final int rows;
    private final int columns;
    private final int size;
    private final long left;
    private final long right;
    private final long norm;
    private final long partial;

    Weight(Parameter parameter, GpuResources owner) {
      name = parameter.name();
      rows = parameter.shape().get(0);
      columns = parameter.size() / rows;
      size = parameter.size();
      left = trained.value(Discriminator.vectorOf(parameter).name());
      right = device.allocate(owner, columns);
      norm = device.allocate(owner, 1);
      partial = device.allocate(owner, Device.PARTS);
    }

    void forward() {
      long matrix = trained.value(name);
      device.launch(
          "multiply_transposed",
          columns,
          new Arguments().addresses(matrix, left, right).numbers(rows, columns));
      scaleToUnit(right, columns);
      device.launch(
          "multiply_matrix",
          new Grid(rows, 1, 1),
          new Arguments().addresses(matrix, right, left).numbers(rows, columns));
      scaleToUnit(left, rows);
      device.launch(
          "divide", size, new Arguments().addresses(matrix, norm, normalised.value(name), size));
    }

    private void scaleToUnit(long vector, int length) {
      device.launch(
          "scale_to_unit",
          new Grid(1, 1, 1),
          new Arguments().addresses(vector, norm).numbers(length));
    }

    void backward() {
      long gradient = normalised.gradient(name);
      device.launch(
          "inner_product",
          new Grid(Device.PARTS, 1, 1),
          new Arguments().addresses(gradient, normalised.value(name), partial, size));
      device.launch(
          "spectral_gradient",
          size,
          new Arguments()
              .addresses(gradient, left, right, norm, partial, trained.gradient(name))
              .numbers(rows, columns, Device.PARTS));
    }
  }
}
