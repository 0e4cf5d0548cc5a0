/*===- describe.c - what a program learns of an unknown model --------------===*/
#include "shapes.h"

#include <vitc/Runtime/Model.h>

#include <stdio.h>

int main(void) {
  const vitc_model_desc *model = shapes_describe();
  uint32_t i;
  if (model->abi_version != VITC_ABI_VERSION)
    return 1;
  printf("%s:", model->name);
  for (i = 0; i < model->num_inputs; ++i)
    printf(" %s [batch, %d, %d, %d]", model->inputs[i].name, (int)model->inputs[i].shape[1],
           (int)model->inputs[i].shape[2], (int)model->inputs[i].shape[3]);
  for (i = 0; i < model->num_outputs; ++i)
    printf(" -> %s [batch, %d]", model->outputs[i].name, (int)model->outputs[i].shape[1]);
  printf(", %u labels, %s\n", model->num_labels, vitc_status_string(VITC_OK));
  return 0;
}
