// Made from arch/qbs.json by arch/generate; do not edit.
-GOC=64
-GIC=32
-GRQ=8
-GWB=256
-GFEATURE_WORDS=8192
-GWEIGHT_WORDS=4096
-GPARAMETER_SLOTS=8
