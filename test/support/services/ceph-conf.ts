/** The settings of a throw-away Ceph cluster: one monitor, one store in memory, one S3 gateway, on loopback. */

export interface CephPlaces {
  /** A private folder. */
  readonly folder: string;
  readonly monitorPort: number;
  readonly gatewayPort: number;
  readonly clusterId: string;
  /** Of the key management that the gateway plays: 32 bytes, base64. */
  readonly kmsKey: string;
  /** A day of a bucket's lifecycle lasts ten seconds. */
  readonly isHasty: boolean;
}

/** The key that SSE-KMS can be asked for. */
export const KMS_KEY_ID = 'testkey-1';

export const cephConf = ({ folder, monitorPort, gatewayPort, clusterId, kmsKey, isHasty }: CephPlaces): string => `
[global]
fsid = ${clusterId}
mon_initial_members = a
mon_host = [v2:127.0.0.1:${monitorPort}]
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_msgr1 = false
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
# Without authentication the gateway would wait for ever for a monitor that speaks its default, \`secure\`.
ms_mon_client_mode = crc
keyring = ${folder}/keyring
run_dir = ${folder}/run
# $name is Ceph's own variable.
admin_socket = ${folder}/run/$name.asok
log_file = ${folder}/log/$name.log
crash_dir = ${folder}/log
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
[mon]
mon_data = ${folder}/mon
mon_cluster_log_file = ${folder}/log/cluster.log
mon_data_avail_warn = 1
mon_data_avail_crit = 0
# Each new pool waits for a proposal: a start in one second instead of twelve.
paxos_propose_interval = 0.05
[osd]
osd_data = ${folder}/osd
osd_objectstore = memstore
memstore_device_bytes = 4294967296
osd_memory_target = 939524096
osd_op_num_shards = 2
osd_op_num_threads_per_shard = 1
# A gateway that was killed is waited for by whoever makes a bucket: not for half a minute.
osd_client_watch_timeout = 2
osd_default_notify_timeout = 2
osd_class_load_list = *
osd_class_default_list = *
[client.rgw.a]
rgw_data = ${folder}/rgw
# Without tcp_nodelay each read takes 45 ms.
rgw_frontends = beast endpoint=127.0.0.1:${gatewayPort} tcp_nodelay=1
rgw_dns_name = localhost
rgw_thread_pool_size = 32
rgw_override_bucket_index_max_shards = 1
rgw_crypt_require_ssl = false
rgw_crypt_s3_kms_backend = testing
rgw_crypt_s3_kms_encryption_keys = ${KMS_KEY_ID}=${kmsKey}
client_notify_timeout = 2
rgw_gc_obj_min_wait = 5
rgw_gc_processor_period = 30${isHasty ? '\nrgw_lc_debug_interval = 10' : ''}
`;
