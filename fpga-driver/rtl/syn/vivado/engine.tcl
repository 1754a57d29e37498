# What the projects beside this file share. As written, not run.
#
# The ports follow AXI's names, so that Vivado finds the three interfaces s_axil, m_axi and m_axiw by itself. They leave
# out the signals whose default is right: one ID, bursts that increment, beats of the port's whole width.
proc qbs_sources {rtl} {
  # The package first.
  add_files $rtl/generated/qbs_pkg.sv
  add_files [glob $rtl/core/*.sv $rtl/mem/*.sv $rtl/axi/*.sv $rtl/top/*.sv]
  # Vivado would put the wide adders into LUTs: the DSPs are written out, as yosys counts them.
  set_property verilog_define QBS_DSP48E2 [get_filesets sources_1]
  # A block design takes a module only in plain Verilog: a wrapper with the ports of qbs_top and its parameters.
  add_files $rtl/syn/vivado/qbs_engine.v
  update_compile_order -fileset sources_1
}

proc qbs_engine {name parameter_file} {
  create_bd_cell -type module -reference qbs_engine $name
  set file [open $parameter_file]
  foreach line [split [read $file] "\n"] {
    if {[regexp {^-G(\w+)=(\d+)$} $line - parameter value]} {
      set_property CONFIG.$parameter $value [get_bd_cells $name]
    }
  }
  close $file
}

proc qbs_connect {master slave clock reset} {
  set switch switch_[string map {/ _} $slave]
  create_bd_cell -type ip -vlnv xilinx.com:ip:smartconnect $switch
  set_property CONFIG.NUM_SI 1 [get_bd_cells $switch]
  connect_bd_net $clock [get_bd_pins $switch/aclk]
  connect_bd_net [get_bd_pins $reset] [get_bd_pins $switch/aresetn]
  connect_bd_intf_net [get_bd_intf_pins $master] [get_bd_intf_pins $switch/S00_AXI]
  connect_bd_intf_net [get_bd_intf_pins $switch/M00_AXI] [get_bd_intf_pins $slave]
}

proc qbs_build {design name} {
  validate_bd_design
  make_wrapper -files [get_files $design.bd] -top -import
  set_property top ${design}_wrapper [current_fileset]
  launch_runs impl_1 -to_step write_bitstream -jobs 4
  wait_on_run impl_1
  open_run impl_1
  report_utilization -file target/$name.utilization
  report_timing_summary -file target/$name.timing
  report_power -file target/$name.power
}
