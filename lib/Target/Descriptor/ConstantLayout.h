//===- ConstantLayout.h - a C struct as an LLVM constant ------------------===//
#ifndef VITC_LIB_TARGET_DESCRIPTOR_CONSTANTLAYOUT_H
#define VITC_LIB_TARGET_DESCRIPTOR_CONSTANTLAYOUT_H

#include "llvm/IR/Constants.h"
#include "llvm/IR/GlobalVariable.h"
#include "llvm/IR/Module.h"

#include <cassert>
#include <map>

namespace vitc::target {

/// Builds the constant of one C struct from values at its own offsetof: the header is the only
/// place that knows the order of fields. What is not set is zero.
class ConstantLayout {
public:
  ConstantLayout(llvm::LLVMContext &context, size_t size) : context(context), size(size) {}

  void integer(size_t offset, size_t bytes, uint64_t value) {
    fields[offset] = llvm::ConstantInt::get(context, llvm::APInt(8 * bytes, value));
    ends[offset] = offset + bytes;
  }
  void pointer(size_t offset, llvm::Constant *value) {
    fields[offset] = value;
    ends[offset] = offset + sizeof(void *);
  }
  void bytes(size_t offset, llvm::ArrayRef<uint8_t> value) {
    fields[offset] = llvm::ConstantDataArray::get(context, value);
    ends[offset] = offset + value.size();
  }

  /// A packed struct of exactly `size` bytes.
  llvm::Constant *finish() const {
    llvm::SmallVector<llvm::Constant *> parts;
    size_t at = 0;
    auto padTo = [&](size_t offset) {
      assert(at <= offset && "fields overlap");
      if (at < offset)
        parts.push_back(llvm::ConstantAggregateZero::get(
            llvm::ArrayType::get(llvm::Type::getInt8Ty(context), offset - at)));
      at = offset;
    };
    for (auto [offset, value] : fields) {
      padTo(offset);
      parts.push_back(value);
      at = ends.at(offset);
    }
    padTo(size);
    return llvm::ConstantStruct::getAnon(context, parts, /*Packed=*/true);
  }

private:
  llvm::LLVMContext &context;
  size_t size;
  std::map<size_t, llvm::Constant *> fields;
  std::map<size_t, size_t> ends;
};

/// `layout.integer` and `layout.pointer` of one named field.
#define VITC_INTEGER(layout, type, field, value)                                                   \
  (layout).integer(offsetof(type, field), sizeof(type::field), value)
#define VITC_POINTER(layout, type, field, value) (layout).pointer(offsetof(type, field), value)

} // namespace vitc::target

#endif // VITC_LIB_TARGET_DESCRIPTOR_CONSTANTLAYOUT_H
