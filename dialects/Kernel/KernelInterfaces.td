//===- KernelInterfaces.td - what passes may ask a kernel -----------------===//

#ifndef VITC_DIALECT_KERNEL_INTERFACES
#define VITC_DIALECT_KERNEL_INTERFACES

include "mlir/IR/OpBase.td"

def Kernel_ScheduledOpInterface : OpInterface<"ScheduledOpInterface"> {
  let cppNamespace = "::vitc::kernel";
  let description = [{
    A kernel that runs by a `#kernel.schedule`: chosen by `kernel-select-schedules`, read by its builder.
    Kernels without one move each row once and run the same everywhere.
  }];
  let methods = [
    InterfaceMethod<"How it runs; null until that is chosen.", "::vitc::kernel::ScheduleAttr",
                    "getScheduleAttr">,
    InterfaceMethod<"Says how it runs.", "void", "setScheduleAttr",
                    (ins "::vitc::kernel::ScheduleAttr":$schedule)>
  ];
}

#endif // VITC_DIALECT_KERNEL_INTERFACES
