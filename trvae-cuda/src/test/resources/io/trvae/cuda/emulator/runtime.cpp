// A libcudart without anything: the bindings of the driver are linked to it and call nothing of it.
