// Made from arch/qbs.json by arch/generate; do not edit.
-GOC=64
-GIC=32
-GRQ=2
-GWB=128
-GFEATURE_WORDS=4096
-GWEIGHT_WORDS=4096
-GPARAMETER_SLOTS=8
